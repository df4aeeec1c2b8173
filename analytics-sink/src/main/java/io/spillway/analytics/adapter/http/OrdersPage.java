package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.order.OrderSearch;
import io.spillway.analytics.core.order.OrderSummary;
import io.spillway.analytics.core.report.Dimension;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orders behind a figure, each with a link to its story. */
final class OrdersPage {
  private OrdersPage() {}

  static String html(OrderSearch search, List<OrderSummary> orders, String notice) {
    StringBuilder out = new StringBuilder();
    out.append(
        "<main><nav class=\"sections\" aria-label=\"Back\"><a href=\"/reports\">Reports</a>");
    out.append("</nav><h1>Orders</h1>");
    if (!notice.isEmpty()) {
      out.append("<p class=\"alarm\" role=\"alert\">").append(Html.escape(notice)).append("</p>");
    }
    appendChosen(out, search);
    appendForm(out, search);
    out.append("<div id=\"content\" tabindex=\"-1\" class=\"panel\">");
    if (orders.isEmpty()) {
      out.append("<p class=\"empty\">No order matches.</p>");
    } else {
      appendOrders(out, search, orders);
    }
    return out.append("</div></main>").toString();
  }

  private static void appendChosen(StringBuilder out, OrderSearch search) {
    Map<String, String> chosen = new LinkedHashMap<>();
    search.only().forEach((dimension, value) -> chosen.put(dimension.title(), value));
    if (!search.statuses().isEmpty()) {
      chosen.put("Status", String.join(" or ", search.statuses()));
    }
    if (search.missing()) {
      chosen.put("Lines", "some could not be had");
    }
    @Nullable Instant from = search.from();
    @Nullable Instant to = search.to();
    if (from != null && to != null) {
      String field = search.timeField().equals(OrderSearch.BOUGHT) ? "Placed" : "Accepted";
      chosen.put(field, Labels.moment(from) + " to " + Labels.moment(to) + " UTC");
    }
    out.append("<ul class=\"chosen\">");
    chosen.forEach(
        (name, value) -> {
          out.append("<li><span>").append(Html.escape(name)).append("</span> ");
          out.append(Html.escape(value)).append("</li>");
        });
    out.append("</ul>");
  }

  private static void appendForm(StringBuilder out, OrderSearch search) {
    out.append("<form class=\"find\" action=\"/reports/orders\" method=\"get\">");
    for (Dimension dimension : List.of(Dimension.CUSTOMER, Dimension.SKU, Dimension.TENANT)) {
      out.append("<label>").append(dimension.title()).append("<input name=\"");
      out.append(dimension.parameter()).append("\" value=\"");
      out.append(Html.escape(search.only().getOrDefault(dimension, "")));
      out.append("\" autocomplete=\"off\"></label>");
    }
    out.append("<p class=\"buttons\"><button type=\"submit\">Find</button></p></form>");
  }

  private static void appendOrders(
      StringBuilder out, OrderSearch search, List<OrderSummary> orders) {
    boolean byLine = search.only().containsKey(Dimension.SKU);
    String shown = orders.size() == OrderSearch.LISTED ? "The latest " : "";
    out.append("<p class=\"note\">").append(shown).append(orders.size()).append(" orders.</p>");
    out.append("<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-label=\"Orders\">");
    out.append("<table><thead><tr><th scope=\"col\">Order</th><th scope=\"col\">Status</th>");
    out.append("<th scope=\"col\">Accepted (UTC)</th><th scope=\"col\">Placed (UTC)</th>");
    out.append("<th scope=\"col\">Customer</th><th scope=\"col\">Tenant</th>");
    out.append("<th scope=\"col\" class=\"n\">").append(byLine ? "Line amount" : "Amount");
    out.append("</th></tr></thead><tbody>");
    for (OrderSummary order : orders) {
      out.append("<tr><td class=\"id\">");
      out.append(Html.link(Addresses.order(order.orderId()), order.orderId()));
      out.append("</td><td><span class=\"dot ").append(Labels.statusStyle(order.status()));
      out.append("\"></span>").append(Html.escape(Labels.status(order.status())));
      out.append("</td><td>").append(Labels.moment(order.createdAt()));
      out.append("</td><td>").append(Labels.moment(order.placedAt()));
      out.append("</td><td>").append(Html.escape(order.customerId()));
      out.append("</td><td>").append(Html.escape(order.tenant()));
      out.append("</td><td class=\"n\">");
      out.append(Html.escape(Labels.money(order.amount(), order.currency())));
      out.append("</td></tr>");
    }
    out.append("</tbody></table></div>");
  }
}
