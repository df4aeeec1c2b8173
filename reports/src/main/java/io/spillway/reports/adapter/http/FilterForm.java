package io.spillway.reports.adapter.http;

import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.Range;
import io.spillway.reports.core.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a reader chooses the span of time and the filters: links and a plain form. */
record FilterForm(Selection selection) {
  private static final Set<Dimension> OFFERED = EnumSet.complementOf(EnumSet.of(Dimension.REASON));

  /** A link to the same filters over another range. */
  record RangeLink(String code, String label, boolean chosen, String href) {}

  record Field(String name, String title, String type, String value) {}

  List<RangeLink> ranges() {
    boolean usual = selection.range() == null && selection.from() == null;
    String label = "each report's default range";
    List<RangeLink> links = new ArrayList<>();
    links.add(new RangeLink("default", label, usual, Links.page(selection.over(null))));
    for (Range range : Range.values()) {
      boolean chosen = range == selection.range();
      links.add(
          new RangeLink(range.code(), range.label(), chosen, Links.page(selection.over(range))));
    }
    return links;
  }

  /** Whether something is chosen that a closed form would hide. */
  boolean open() {
    return !selection.only().isEmpty() || selection.from() != null;
  }

  List<Field> fields() {
    return Stream.concat(
            Stream.of(
                time("from", "From (UTC)", selection.from()),
                time("to", "To (UTC), exclusive", selection.to())),
            OFFERED.stream()
                .map(
                    d ->
                        new Field(
                            d.parameter(),
                            d.title(),
                            "text",
                            selection.only().getOrDefault(d, ""))))
        .toList();
  }

  private static Field time(String name, String title, @Nullable Instant time) {
    String value = time == null ? "" : Labels.minute(time).replace(' ', 'T');
    return new Field(name, title, "datetime-local", value);
  }
}
