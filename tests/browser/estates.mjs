// Estates as atg's own documents.

const SUBSCRIPTION = "/subscriptions/11111111-1111-1111-1111-111111111111";

const machine = (group, name, tags = {}) => ({
  id: `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  name,
  type: "Microsoft.Compute/virtualMachines",
  resourceGroup: group,
  location: "westeurope",
  tags,
  properties: {},
});

const document = (resources) => ({ schema_version: 1, resources });

/** So many virtual machines in groups of a hundred. */
export function estate(count) {
  const number = (value, digits) => String(value).padStart(digits, "0");
  return document(
    Array.from({ length: count }, (_, at) => machine(`rg-${number(Math.floor(at / 100), 4)}`, `vm-${number(at, 6)}`)),
  );
}

/** Names and values that a careless page would obey. */
export function harmful() {
  const names = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "</script><script>alert(3)</script>", "a\u202eb|c", "line\nbreak",
  ];
  const source = names.map((name) => machine("rg <b>bold</b>", `missing ${name}`.replaceAll("/", "\\")));
  const target = names.map((name) => machine("rg", `extra ${name}`.replaceAll("/", "\\")));
  source.push(machine("rg", "kept", { note: names[0] }));
  target.push(machine("rg", "kept", { note: names[2] }));
  return [document(source), document(target)];
}
