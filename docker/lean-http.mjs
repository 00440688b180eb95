// Node's http module has getters for WebSocket and its events, and reading one loads undici: 2 MiB and 45 ms of CPU. An `import` of http,
// such as Nest's, reads every export. Without these three names it loads nothing; `fetch` and the global WebSocket load undici when they
// are used. This must run before anything imports http.
const http = process.getBuiltinModule('node:http');
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) delete http[name];
