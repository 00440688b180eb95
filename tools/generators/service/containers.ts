import type { Tree } from '@nx/devkit';
import { insertAfter, insertBefore, replace } from '../edit.js';

interface Container {
  readonly name: string;
  readonly port: number;
  /** The service with the previous port. */
  readonly before: string;
}

const COMPOSE = 'docker-compose.yml';

/** Adds the service to the image, the databases and the containers. */
export function runInContainers(tree: Tree, { name, port, before }: Container): void {
  const [variable, other] = [name, before].map((one) => one.toUpperCase());
  replace(tree, 'docker/Dockerfile', /-w apps\/sandbox /, (found) => `-w apps/${name} ${found}`);
  replace(
    tree,
    'docker/postgres/databases.sh',
    /^for service in (.*); do$/m,
    (_, all) => `for service in ${all} ${name}; do`,
  );
  replace(tree, COMPOSE, /command: \[migrate, (.*)\]/, (_, all) => `command: [migrate, ${all}, ${name}]`);
  insertAfter(
    tree,
    COMPOSE,
    new RegExp(`^ *OWNER_URL_${other}: .*\\n`, 'm'),
    `      OWNER_URL_${variable}: postgres://waybill_${name}_owner:\${OWNER_PASSWORD_${variable}:-${name}-owner}@postgres:5432/waybill_${name}\n`,
  );
  insertAfter(
    tree,
    COMPOSE,
    new RegExp(`^ *OWNER_PASSWORD_${other}: .*\\n`, 'm'),
    `      SERVICE_PASSWORD_${variable}: \${SERVICE_PASSWORD_${variable}:-${name}-service}
      OWNER_PASSWORD_${variable}: \${OWNER_PASSWORD_${variable}:-${name}-owner}\n`,
  );
  replace(tree, COMPOSE, new RegExp(`\\b${before} ${port - 1},`), (found) => `${found} ${name} ${port},`);
  insertBefore(
    tree,
    COMPOSE,
    /^ {2}# One port of the host leads to every instance of a service\.\n/m,
    `  # Only listens: \`docker compose stop ${name}\` delays no order.
  ${name}:
    <<: *service
    command: [${name}]
    environment:
      <<: *settings
      PORT: ${port}
      MANAGEMENT_PORT: ${port + 100}
      KAFKA_SASL_USERNAME: \${KAFKA_SASL_USERNAME_${variable}:-}
      KAFKA_SASL_PASSWORD: \${KAFKA_SASL_PASSWORD_${variable}:-}
      KAFKA_OAUTH_CLIENT_ID: \${KAFKA_OAUTH_CLIENT_ID_${variable}:-}
      KAFKA_OAUTH_CLIENT_SECRET: \${KAFKA_OAUTH_CLIENT_SECRET_${variable}:-}
      DATABASE_URL: postgres://waybill_${name}:\${SERVICE_PASSWORD_${variable}:-${name}-service}@postgres:5432/waybill_${name}
    healthcheck: *ready
    depends_on:
      migrate: { condition: service_completed_successfully }
      kafka: { condition: service_healthy, required: false }
      rabbitmq: { condition: service_healthy, required: false }
      redis: { condition: service_healthy, required: false }
      schema-registry: { condition: service_healthy, required: false }

`,
  );
  for (const at of [port, port + 100])
    replace(
      tree,
      COMPOSE,
      new RegExp(`( *)- ${at - 1}=${before}`),
      (found, indent) => `${found}\n${indent}- ${at}=${name}`,
    );
  insertAfter(
    tree,
    COMPOSE,
    new RegExp(`^ *- \\$\\{PUBLISH_ON:-127\\.0\\.0\\.1\\}:\\$\\{\\w+:-${port - 1}\\}:${port - 1}\\n`, 'm'),
    `      - \${PUBLISH_ON:-127.0.0.1}:\${${variable}_PORT:-${port}}:${port}\n`,
  );
  const management = port + 100;
  insertAfter(
    tree,
    COMPOSE,
    new RegExp(`^ *- 127\\.0\\.0\\.1:\\$\\{\\w+:-${management - 1}\\}:${management - 1}\\n`, 'm'),
    `      - 127.0.0.1:\${${variable}_MANAGEMENT_PORT:-${management}}:${management}\n`,
  );
}
