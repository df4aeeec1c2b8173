package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.stack.core.OperationException;
import io.spillway.verify.core.StockAdjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads adjustments, one JSON object a line. */
final class StockFile {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int FAULTS_SHOWN = 20;

  private StockFile() {}

  /**
   * All adjustments; blank lines are left out.
   *
   * @throws OperationException naming each line that is not one
   */
  static List<StockAdjustment> read(List<String> lines) {
    List<StockAdjustment> adjustments = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        StockAdjustment adjustment = adjustment(lines.get(i));
        if (adjustment == null) {
          faults.add(
              String.format(
                  Locale.ROOT,
                  "line %d is not {\"sku\": text, \"delta\": whole number, \"reference\": text}:"
                      + " %s",
                  i + 1,
                  shortened(lines.get(i))));
        } else {
          adjustments.add(adjustment);
        }
      }
    }
    if (!faults.isEmpty()) {
      String more =
          faults.size() > FAULTS_SHOWN ? "\n... and " + (faults.size() - FAULTS_SHOWN) : "";
      throw new OperationException(
          String.join("\n", faults.subList(0, Math.min(FAULTS_SHOWN, faults.size()))) + more);
    }
    return adjustments;
  }

  private static @Nullable StockAdjustment adjustment(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      JsonNode tenant = node.path("tenant");
      boolean complete =
          node.path("sku").isTextual()
              && node.path("delta").isInt()
              && node.path("reference").isTextual()
              && (tenant.isMissingNode() || tenant.isTextual());
      return complete
          ? new StockAdjustment(
              tenant.asText("default"),
              node.path("sku").asText(),
              node.path("delta").asInt(),
              node.path("reference").asText())
          : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static String shortened(String line) {
    return line.length() > 80 ? line.substring(0, 80) + "..." : line;
  }
}
