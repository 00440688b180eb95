export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/** Reads `a[b]=1&list[0]=x&list[]=y` as Stripe does: brackets nest, numbered or empty ones make a list. */
export function parseForm(text: string): Form {
  const root: Form = bare();
  for (const [name, value] of new URLSearchParams(text)) insert(root, pathOf(name), value);
  return mapValues(root);
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open < 0) return [name];
  return [
    name.slice(0, open),
    ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((part) => part[1] ?? ''),
  ];
}

function insert(target: Form, path: string[], value: string): void {
  const [first = '', ...rest] = path;
  const name = first === '' ? String(Object.keys(target).length) : first;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const next = target[name];
  const inner: Form = typeof next === 'object' && !Array.isArray(next) ? next : bare();
  target[name] = inner;
  insert(inner, rest, value);
}

// A form may name a field `__proto__`: without a prototype that is a name like any other.
function bare(): Form {
  return Object.create(null) as Form;
}

function mapValues(form: Form): Form {
  return Object.fromEntries(Object.entries(form).map(([name, value]) => [name, listOrForm(value)]));
}

function listOrForm(value: FormValue): FormValue {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const names = Object.keys(value);
  const isList = names.length > 0 && names.every((name) => /^\d+$/.test(name));
  return isList ? Object.values(value).map(listOrForm) : mapValues(value);
}
