package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.core.ProgressText;
import io.spillway.verify.core.reconcile.Difference;
import io.spillway.verify.core.reconcile.DifferenceKind;
import io.spillway.verify.core.reconcile.Reconciliation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a reconciliation found and did, for people and for machines. */
final class ReconcileText {
  private static final int SHOWN = 100;

  private ReconcileText() {}

  static List<String> lines(Reconciliation result) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s orders and %s SKUs compared",
            ProgressText.count(result.orders()),
            ProgressText.count(result.stock())));
    if (!result.differences().isEmpty()) {
      TextTable table = new TextTable("difference", "count");
      result.byKind().forEach((kind, n) -> table.row(kind.text(), ProgressText.count(n)));
      lines.addAll(table.lines());
    }
    Set<Difference> fixed = new HashSet<>(result.fixed());
    result.differences().stream()
        .limit(SHOWN)
        .forEach(
            one ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "%s %s %s: %s%s",
                        fixed.contains(one) ? "fixed" : "found",
                        one.table(),
                        one.id(),
                        one.kind().text(),
                        one.detail().isEmpty() ? "" : " (" + one.detail() + ")")));
    if (result.differences().size() > SHOWN) {
      lines.add("and " + ProgressText.count(result.differences().size() - SHOWN) + " more");
    }
    if (result.byKind().containsKey(DifferenceKind.STOCK_NOT_ITS_MOVEMENTS)) {
      lines.add(
          "reconcile never rewrites a stock row that differs from its movements: find out which is"
              + " wrong, then submit an adjustment with a new reference.");
    }
    return lines;
  }

  static String json(Reconciliation result) {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("ok", result.ok());
    json.put("orders", result.orders());
    json.put("stock", result.stock());
    Set<Difference> fixed = new HashSet<>(result.fixed());
    ArrayNode differences = json.putArray("differences");
    for (Difference one : result.differences()) {
      differences
          .addObject()
          .put("table", one.table())
          .put("id", one.id())
          .put("kind", one.kind().name())
          .put("detail", one.detail())
          .put("fixed", fixed.contains(one));
    }
    return json.toString();
  }
}
