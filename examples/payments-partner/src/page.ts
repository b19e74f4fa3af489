import { type Shop, stateOf } from "./shop.ts";

/** All orders, and a form to make one. */
export function page(shop: Shop): string {
  const rows = shop.orders().map((order) => {
    const state = stateOf(order);
    const pay =
      state === "new" || state === "waiting"
        ? `<form method="post" action="/checkout"><input type="hidden" name="order" value="${escape(order.id)}"><button>Pay</button></form>`
        : "";
    const payments = Object.entries(order.payments).map(
      ([id, { state: of }]) => `${escape(of)} <code>${escape(id)}</code>`,
    );
    const cells = [
      `<code>${escape(order.id)}</code>`,
      escape(`${order.money.amount} ${order.money.currency}`),
      escape(state),
      payments.join("<br>"),
      pay,
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Example shop</title>
<h1>Example shop</h1>
<form method="post" action="/checkout">
<label>Amount in RUB <input name="amount" value="1500" inputmode="decimal" required></label>
<button>Check out</button>
</form>
<table>
<tr><th>Order</th><th>Amount</th><th>State</th><th>Payments</th><th></th></tr>
${rows.join("\n")}
</table>
</html>
`;
}

const escape = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);
