package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.operate.ReplayFlow;
import io.spillway.operate.core.ReplayPlan;
import io.spillway.operate.core.ReplayRequest;
import io.spillway.stack.core.ProgressText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A replay for people, and for machines. */
final class ReplayText {
  private static final JsonMapper JSON = new JsonMapper();

  private ReplayText() {}

  static List<String> lines(ReplayFlow.Preview preview) {
    ReplayPlan plan = preview.plan();
    ReplayRequest request = plan.request();
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s for group %s, from %s to %s",
            request.topic().topicName(),
            request.group(),
            request.from(),
            request.to()));
    lines.add(
        plan.method() == ReplayPlan.Method.MOVE_POSITIONS
            ? "by moving the group's positions back"
            : "by copies to " + request.redeliveryTopic());
    lines.add(
        String.format(
            Locale.ROOT,
            "%s%s records%s",
            request.filtered() ? "" : "at most ",
            ProgressText.count(preview.found().records()),
            span(preview)));
    TextTable table = new TextTable("partition", "from", "to", "offsets");
    plan.parts()
        .forEach(part -> table.row(part.partition(), part.from(), part.to(), part.offsets()));
    lines.addAll(table.lines());
    plan.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  static String outcome(ReplayPlan plan, long done) {
    return plan.method() == ReplayPlan.Method.MOVE_POSITIONS
        ? "moved back over " + ProgressText.count(done) + " offsets"
        : "copied " + ProgressText.count(done) + " records";
  }

  /** {@code done} is negative when nothing was done. */
  static String json(ReplayFlow.Preview preview, long done) {
    ReplayPlan plan = preview.plan();
    ObjectNode json = JSON.createObjectNode();
    json.put("topic", plan.request().topic().topicName());
    json.put("group", plan.request().group());
    json.put("method", plan.method().name());
    if (plan.method() == ReplayPlan.Method.REDELIVER) {
      json.put("to", plan.request().redeliveryTopic());
    }
    json.put(plan.request().filtered() ? "records" : "atMostRecords", preview.found().records());
    preview.found().first().ifPresent(time -> json.put("first", time.toString()));
    preview.found().last().ifPresent(time -> json.put("last", time.toString()));
    ArrayNode parts = json.putArray("partitions");
    plan.parts()
        .forEach(
            part ->
                parts
                    .addObject()
                    .put("partition", part.partition())
                    .put("from", part.from())
                    .put("to", part.to()));
    plan.notes().forEach(json.putArray("notes")::add);
    if (done >= 0) {
      json.put("done", done);
    }
    return json.toString();
  }

  private static String span(ReplayFlow.Preview preview) {
    return preview
        .found()
        .first()
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    ", from %s to %s",
                    first,
                    preview.found().last().map(Instant::toString).orElse("?")))
        .orElse("");
  }
}
