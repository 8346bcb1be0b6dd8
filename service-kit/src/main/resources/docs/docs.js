// Shows the contract and sends requests. No library, and every text goes in as text.
'use strict';

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

/** A schema in words, followed one reference deep at a time; recursion ends at the names. */
const example = (schema, contract, depth = 0) => {
  if (!schema) return null;
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop();
    return depth > 4 ? name : example(contract.components.schemas[name], contract, depth + 1);
  }
  if (schema.enum) return schema.enum.join(' | ');
  if (schema.items) return [example(schema.items, contract, depth + 1)];
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties).map(([key, value]) => [key, example(value, contract, depth + 1)]));
  return [schema.type].flat().join(' | ') + (schema.format ? ` (${schema.format})` : '');
};

const json = (value) => JSON.stringify(value, null, 2);

const parameterTable = (parameters, inputs) => {
  const rows = parameters.map((parameter) => {
    const input = make('input', { size: 40, placeholder: parameter.required ? 'needed' : '' });
    input.setAttribute('aria-label', parameter.name);
    inputs.push([parameter, input]);
    return make('tr', {},
      make('td', {}, make('code', { textContent: parameter.name })),
      make('td', { textContent: parameter.in }),
      make('td', { textContent: [parameter.schema?.type].flat().join(' | ') }),
      make('td', {}, input));
  });
  const head = make('tr', {}, ...['name', 'in', 'type', 'value'].map((text) => make('th', { textContent: text })));
  return make('table', {}, head, ...rows);
};

const request = (path, method, inputs, body, file) => {
  const headers = {};
  const token = document.getElementById('token').value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  const query = new URLSearchParams();
  for (const [parameter, input] of inputs) {
    const value = input.value;
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (value === '') continue;
    else if (parameter.in === 'query') query.append(parameter.name, value);
    else if (parameter.in === 'header') headers[parameter.name] = value;
  }
  const options = { method: method.toUpperCase(), headers };
  if (file?.files[0]) options.body = file.files[0];
  else if (body && body.value.trim()) {
    options.body = body.value;
    headers['Content-Type'] = 'application/json';
  }
  return fetch(path + (query.size ? `?${query}` : ''), options);
};

const shown = async (response) => {
  const head = `${response.status} ${response.statusText}\n` +
    [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const type = response.headers.get('content-type') ?? '';
  if (!/json|text/.test(type)) return `${head}\n\n(${type || 'no content'})`;
  const text = await response.text();
  try { return `${head}\n\n${json(JSON.parse(text))}`; } catch { return `${head}\n\n${text}`; }
};

const endpoint = (path, method, operation, contract) => {
  const inputs = [];
  const details = make('details', {},
    make('summary', {}, make('b', { textContent: method.toUpperCase() }), path));
  details.dataset.path = path;
  if (operation.description ?? operation.summary)
    details.append(make('p', { textContent: operation.description ?? operation.summary }));
  if (operation.parameters?.length) details.append(parameterTable(operation.parameters, inputs));
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  let body = null;
  let file = null;
  if (schema) {
    body = make('textarea', { value: json(example(schema, contract)) });
    body.setAttribute('aria-label', 'body');
    details.append(make('p', { textContent: 'Body' }), body);
  } else if (method === 'post' && !path.endsWith('/retry')) {
    file = make('input', { type: 'file' });
    details.append(make('p', {}, make('label', {}, 'File ', file)));
  }
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    const [content] = Object.values(answer.content ?? {});
    if (content?.schema)
      details.append(make('p', { textContent: `Answers ${status}` }),
        make('pre', { textContent: json(example(content.schema, contract)) }));
  }
  const output = make('pre', { hidden: true });
  const button = make('button', { type: 'button', textContent: 'Try' });
  button.addEventListener('click', async () => {
    output.hidden = false;
    output.textContent = '...';
    try { output.textContent = await shown(await request(path, method, inputs, body, file)); }
    catch (error) { output.textContent = String(error); }
  });
  details.append(button, output);
  return details;
};

const show = (contract) => {
  const main = document.getElementById('endpoints');
  main.replaceChildren();
  const groups = Map.groupBy(Object.entries(contract.paths), ([path]) => path.split('/')[3] ?? path);
  for (const [name, paths] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    main.append(make('h2', { textContent: name }));
    for (const [path, methods] of paths)
      for (const [method, operation] of Object.entries(methods))
        main.append(endpoint(path, method, operation, contract));
  }
};

document.addEventListener('DOMContentLoaded', async () => {
  const find = document.getElementById('find');
  find.addEventListener('input', () => {
    for (const details of document.querySelectorAll('details'))
      details.hidden = !details.dataset.path.includes(find.value.trim());
  });
  try { show(await (await fetch('/openapi.json')).json()); }
  catch (error) { document.getElementById('endpoints').textContent = `The contract cannot be read: ${error}`; }
});
