package io.spillway.analytics.adapter.http;

import io.spillway.analytics.core.order.OrderStory;
import io.spillway.analytics.core.order.OrderStory.Change;
import io.spillway.analytics.core.order.OrderStory.Line;
import io.spillway.analytics.core.order.OrderStory.Movement;
import io.spillway.analytics.core.order.OrderSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The story of one order: what became of it when, its lines, and the stock it moved. */
final class OrderPage {
  private OrderPage() {}

  static String html(OrderStory story) {
    OrderSummary order = story.summary();
    StringBuilder out = new StringBuilder();
    out.append(
        "<main><nav class=\"sections\" aria-label=\"Back\"><a href=\"/reports\">Reports</a>");
    out.append("<a href=\"/reports/orders\">Orders</a></nav><h1 class=\"id\">");
    out.append(Html.escape(order.orderId())).append("</h1>");
    appendTiles(out, story);
    out.append("<div id=\"content\" tabindex=\"-1\" class=\"panels\">");
    appendTimeline(out, story);
    appendLines(out, story);
    return out.append("</div></main>").toString();
  }

  private static void appendTiles(StringBuilder out, OrderStory story) {
    OrderSummary order = story.summary();
    out.append("<div class=\"tiles\">");
    tile(out, Labels.statusStyle(order.status()), "Status", Labels.status(order.status()));
    tile(out, "", "Amount", Labels.money(order.amount(), order.currency()));
    tile(out, "", "Kept", Labels.money(story.keptAmount(), order.currency()));
    @Nullable Long settle = story.settleMillis();
    tile(
        out,
        "",
        "First answer after",
        settle == null ? "not yet" : Labels.span(Duration.ofMillis(settle)));
    @Nullable Instant hold = story.holdUntil();
    if (hold != null) {
      tile(out, "", "Held until (UTC)", Labels.moment(hold));
    }
    tile(out, "", "Customer", order.customerId());
    tile(out, "", "Tenant", order.tenant());
    if (!story.country().isEmpty()) {
      tile(out, "", "Country", story.country());
    }
    tile(out, "", "Placed (UTC)", Labels.moment(order.placedAt()));
    out.append("</div>");
  }

  private static void tile(StringBuilder out, String style, String name, String figure) {
    out.append("<div class=\"tile small ").append(style).append("\"><span>").append(name);
    out.append("</span><strong>").append(Html.escape(figure)).append("</strong></div>");
  }

  /** Status changes and movements of stock in one order of time. */
  private static void appendTimeline(StringBuilder out, OrderStory story) {
    Instant start = story.summary().createdAt();
    out.append("<article class=\"panel\"><h2>Timeline</h2><p class=\"question\">Times are UTC; ");
    out.append("then the time since acceptance.</p><ol class=\"timeline\">");
    Map<Instant, StringBuilder> moments = new TreeMap<>();
    moments.computeIfAbsent(start, _ -> new StringBuilder()).append("<b>Accepted</b>");
    for (Change change : story.changes()) {
      StringBuilder at = moments.computeIfAbsent(change.at(), _ -> new StringBuilder());
      at.append(at.isEmpty() ? "" : ", ").append("<span class=\"dot ");
      at.append(Labels.statusStyle(change.status())).append("\"></span><b>");
      at.append(Html.escape(Labels.status(change.status()))).append("</b>");
      if (!change.reason().isEmpty()) {
        at.append(": ").append(Html.escape(Labels.status(change.reason())));
      }
    }
    stockMoves(story.movements())
        .forEach(
            (at, text) -> {
              StringBuilder moment = moments.computeIfAbsent(at, _ -> new StringBuilder());
              moment.append(moment.isEmpty() ? "" : ", ").append(Html.escape(text));
            });
    moments.forEach(
        (at, text) -> {
          out.append("<li><time>").append(Labels.millis(at)).append("</time> <small>+");
          out.append(Labels.span(Duration.between(start, at).abs())).append("</small><div>");
          out.append(text).append("</div></li>");
        });
    out.append("</ol></article>");
  }

  /** {@code Stock: 25 lines reserve applied}, by time. */
  private static Map<Instant, String> stockMoves(List<Movement> movements) {
    Map<Instant, Map<String, Long>> counts = new TreeMap<>();
    for (Movement movement : movements) {
      String what =
          Labels.status(movement.kind()).toLowerCase(java.util.Locale.ROOT)
              + " "
              + Labels.status(movement.outcome()).toLowerCase(java.util.Locale.ROOT);
      counts.computeIfAbsent(movement.at(), _ -> new TreeMap<>()).merge(what, 1L, Long::sum);
    }
    Map<Instant, String> texts = new TreeMap<>();
    counts.forEach(
        (at, of) ->
            texts.put(
                at,
                "stock: "
                    + of.entrySet().stream()
                        .map(e -> e.getKey() + " × " + e.getValue())
                        .collect(Collectors.joining(", "))));
    return texts;
  }

  private static void appendLines(StringBuilder out, OrderStory story) {
    String currency = story.summary().currency();
    out.append("<article class=\"panel\"><h2>Lines</h2><p class=\"note\">");
    out.append(story.lineCount()).append(" lines.</p>");
    out.append("<div class=\"scroll tall\" tabindex=\"0\" role=\"region\" aria-label=\"Lines\">");
    out.append("<table><thead><tr><th scope=\"col\">Product</th>");
    out.append("<th scope=\"col\" class=\"n\">Quantity</th>");
    out.append("<th scope=\"col\" class=\"n\">Amount</th><th scope=\"col\">Outcome</th></tr>");
    out.append("</thead><tbody>");
    for (Line line : story.lines()) {
      out.append("<tr><td>").append(Html.escape(line.sku())).append("</td><td class=\"n\">");
      out.append(Labels.count(line.quantity())).append("</td><td class=\"n\">");
      out.append(Html.escape(Labels.money(line.amount(), currency))).append("</td><td>");
      out.append(Html.escape(outcome(line))).append("</td></tr>");
    }
    out.append("</tbody></table></div></article>");
  }

  private static String outcome(Line line) {
    if (line.refusal().isEmpty()) {
      return line.kept() ? "kept" : "not kept";
    }
    String missing = line.missing() > 0 ? ", " + Labels.count(line.missing()) + " missing" : "";
    return Labels.status(line.refusal()) + missing;
  }
}
