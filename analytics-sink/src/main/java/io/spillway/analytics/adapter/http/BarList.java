package io.spillway.analytics.adapter.http;

import java.util.List;
import java.util.Locale;

/** A ranking: a name, a bar and the figure. */
final class BarList {
  /** One rank; the value is what the bar's length shows; the link may be empty. */
  record Bar(String name, long value, String figure, String href) {}

  private BarList() {}

  static String html(List<Bar> bars) {
    long max = Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
    StringBuilder out = new StringBuilder("<ol class=\"bars\">");
    for (Bar bar : bars) {
      String share = String.format(Locale.ROOT, "%.2f", 100.0 * Math.max(0, bar.value()) / max);
      out.append("<li><span class=\"name\">").append(Html.link(bar.href(), bar.name()));
      out.append("</span><span class=\"figure\">").append(Html.escape(bar.figure()));
      out.append("</span><svg width=\"100%\" height=\"8\" aria-hidden=\"true\">");
      out.append("<rect class=\"track\" width=\"100%\" height=\"8\" rx=\"2\"/>");
      out.append("<rect class=\"s-value\" height=\"8\" rx=\"2\" width=\"").append(share);
      out.append("%\"/></svg></li>");
    }
    return out.append("</ol>").toString();
  }
}
