package io.spillway.reports.adapter.http;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderStory.Movement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Status changes and stock movements of an order, merged in time order. */
final class OrderTimeline {
  /** What happened at one time; the status is empty for what is no change of status. */
  record Event(String status, String text) {}

  /** All events of one time, and how long after acceptance that was. */
  record Moment(String at, String after, List<Event> events) {}

  private OrderTimeline() {}

  static List<Moment> of(OrderStory story) {
    Instant start = story.summary().createdAt();
    Map<Instant, List<Event>> moments = new TreeMap<>();
    at(moments, start).add(new Event("Accepted", ""));
    for (OrderStory.Change change : story.changes()) {
      String reason = change.reason().isEmpty() ? "" : ": " + Labels.status(change.reason());
      at(moments, change.at()).add(new Event(change.status(), reason));
    }
    story.movements().stream()
        .collect(
            groupingBy(
                Movement::at,
                TreeMap::new,
                groupingBy(OrderTimeline::kind, TreeMap::new, counting())))
        .forEach(
            (at, kinds) ->
                kinds.forEach(
                    (kind, lines) ->
                        at(moments, at).add(new Event("", "stock " + kind + ", " + lines(lines)))));
    return moments.entrySet().stream()
        .map(
            e ->
                new Moment(
                    Labels.millis(e.getKey()),
                    "+" + Labels.span(Duration.between(start, e.getKey()).abs()),
                    e.getValue()))
        .toList();
  }

  static String lines(long count) {
    return Labels.count(count) + (count == 1 ? " line" : " lines");
  }

  static String outcome(OrderStory.Line line) {
    if (line.refusal().isEmpty()) {
      return line.kept() ? "kept" : "not kept";
    }
    String missing = line.missing() > 0 ? ", " + Labels.count(line.missing()) + " missing" : "";
    return Labels.status(line.refusal()) + missing;
  }

  private static List<Event> at(Map<Instant, List<Event>> moments, Instant at) {
    return moments.computeIfAbsent(at, _ -> new ArrayList<>());
  }

  /** Such as {@code reserve applied}. */
  private static String kind(Movement movement) {
    return (Labels.status(movement.kind()) + ' ' + Labels.status(movement.outcome()))
        .toLowerCase(Locale.ROOT);
  }
}
