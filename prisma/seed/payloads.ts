import { oneOf, random } from "./sql.ts";

const N = "key";
const person = `floor(${random(N, 40)} * 5000)::int`;
const names = [
  "Ada Lovelace",
  "Grace Hopper",
  "Katherine Johnson",
  "Alan Turing",
  "Margaret Hamilton",
  "Edsger Dijkstra",
  "Barbara Liskov",
  "Donald Knuth",
];
const amount = `round((5 + ${random(N, 41)} * 495)::numeric, 2)`;

/** The payload of a run of each kind, as SQL over `key`, the text that stands for the run. */
export const PAYLOAD = `CASE p.kind
  WHEN 'order' THEN json_build_object(
    'orderId', 'ord_' || substr(md5(${N}), 1, 12), 'userId', ${person},
    'customer', json_build_object('name', ${oneOf(N, 42, names)}, 'email', 'customer' || ${person} || '@example.com',
      'plan', ${oneOf(N, 43, ["free", "pro", "enterprise"])}),
    'items', json_build_array(
      json_build_object('sku', 'SKU-' || (1000 + floor(${random(N, 44)} * 9000))::int, 'quantity', 1 + floor(${random(N, 45)} * 4)::int, 'price', ${amount}),
      json_build_object('sku', 'SKU-' || (1000 + floor(${random(N, 46)} * 9000))::int, 'quantity', 1, 'price', 12.5)),
    'total', ${amount}, 'currency', ${oneOf(N, 47, ["EUR", "USD", "GBP"])}, 'isGift', ${random(N, 48)} < 0.1)
  WHEN 'email' THEN json_build_object(
    'to', 'customer' || ${person} || '@example.com', 'userId', ${person},
    'template', ${oneOf(N, 49, ["receipt", "welcome", "shipped", "refund"])}, 'locale', ${oneOf(N, 50, ["en", "de", "pt-BR", "ja"])})
  WHEN 'product' THEN json_build_object(
    'productId', 'prod_' || floor(${random(N, 51)} * 20000)::int, 'source', ${oneOf(N, 52, ["shopify", "erp", "csv"])},
    'fields', json_build_array('title', 'price', 'stock'))
  WHEN 'report' THEN json_build_object(
    'from', '2026-01-01', 'to', '2026-01-31', 'region', ${oneOf(N, 53, ["EMEA", "AMER", "APAC"])}, 'recipients', json_build_array('finance@example.com'))
  WHEN 'media' THEN json_build_object(
    'url', 'https://cdn.example.com/uploads/' || md5(${N}) || '.jpg', 'width', 1600, 'formats', json_build_array('avif', 'webp'),
    'userId', ${person})
  WHEN 'webhook' THEN json_build_object(
    'endpoint', 'https://hooks.example.com/' || floor(${random(N, 54)} * 250)::int, 'event', ${oneOf(N, 55, ["order.created", "order.paid", "order.shipped", "refund.created"])},
    'userId', ${person}, 'attempt', 1)
  ELSE json_build_object('userId', ${person}, 'email', 'customer' || ${person} || '@example.com')
END`;

/** What a run of each kind returns. */
export const OUTPUT = `CASE p.kind
  WHEN 'order' THEN json_build_object('status', 'confirmed', 'trackingCode', upper(substr(md5(${N}), 13, 10)), 'charged', ${amount})
  WHEN 'email' THEN json_build_object('messageId', '<' || substr(md5(${N}), 1, 20) || '@mail.example.com>')
  WHEN 'product' THEN json_build_object('changed', ${random(N, 56)} < 0.3, 'version', floor(${random(N, 57)} * 90)::int)
  WHEN 'report' THEN json_build_object('rows', floor(${random(N, 58)} * 40000)::int, 'file', 'reports/' || md5(${N}) || '.pdf')
  WHEN 'media' THEN json_build_object('bytes', floor(${random(N, 59)} * 900000)::int, 'variants', 2)
  WHEN 'webhook' THEN json_build_object('status', 200, 'ms', floor(${random(N, 60)} * 400)::int)
  ELSE json_build_object('ok', true)
END`;

export const METADATA = `CASE p.kind
  WHEN 'report' THEN jsonb_build_object('progress', 100, 'stage', 'sent')
  WHEN 'order' THEN jsonb_build_object('stage', ${oneOf(N, 61, ["charged", "reserved", "shipped"])}, 'userId', ${person})
  WHEN 'media' THEN jsonb_build_object('progress', 100)
END`;

export const TAGS = `CASE
  WHEN p.kind IN ('order', 'email', 'account', 'webhook') THEN ARRAY['user_' || ${person}, ${oneOf(N, 62, ["region:eu", "region:us", "region:apac"])}]
  WHEN p.kind = 'product' THEN ARRAY['source:' || ${oneOf(N, 52, ["shopify", "erp", "csv"])}]
  WHEN ${random(N, 63)} < 0.02 THEN ARRAY['a-tag-that-somebody-made-out-of-a-whole-sentence-to-see-what-the-list-does-with-it', 'nightly', 'finance', 'priority:high']
  ELSE ARRAY[]::text[]
END`;
