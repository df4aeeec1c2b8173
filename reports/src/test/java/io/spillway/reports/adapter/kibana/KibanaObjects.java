package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.ReportDefinition;
import io.spillway.reports.core.Reports;
import io.spillway.reports.core.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The reports as files of saved objects, one for each dashboard with all that it refers to. Ids are
 * fixed, so an import replaces what an earlier one made.
 */
public final class KibanaObjects {
  private KibanaObjects() {}

  /** Each file's text by its name. */
  public static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (Section section : Section.values()) {
      files.put(fileName(section), ndjson(section));
    }
    return files;
  }

  static String fileName(Section section) {
    return section.id() + ".ndjson";
  }

  /** What is referred to comes first. */
  private static String ndjson(Section section) {
    List<ReportDefinition> reports = Reports.of(section);
    List<ObjectNode> objects = new ArrayList<>();
    reports.stream().map(DataView::of).distinct().map(DataView::savedObject).forEach(objects::add);
    reports.stream().map(LensPanel::savedObject).forEach(objects::add);
    objects.add(Dashboard.savedObject(section));
    return objects.stream().map(object -> object + "\n").collect(Collectors.joining());
  }
}
