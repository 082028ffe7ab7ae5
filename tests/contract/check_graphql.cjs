// Validates the GraphQL documents that the integration tests sent against a schema of the service.
//   node check_graphql.cjs SCHEMA FOLDER
'use strict';
const fs = require('fs');
const path = require('path');
const { buildSchema, parse, validate } = require('graphql');

const [schemaPath, folder] = process.argv.slice(2);
const schema = buildSchema(fs.readFileSync(schemaPath, 'utf8'));
const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
let faults = 0;
for (const file of files) {
  const text = fs.readFileSync(path.join(folder, file), 'utf8');
  let errors;
  try {
    errors = validate(schema, parse(text));
  } catch (error) {
    errors = [error];
  }
  for (const error of errors) {
    faults += 1;
    console.error(`${error.message}\n${text}\n`);
  }
}
if (files.length === 0) {
  console.error(`no documents in ${folder}: did the integration tests run?`);
  faults += 1;
}
console.log(`${files.length} distinct documents, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
