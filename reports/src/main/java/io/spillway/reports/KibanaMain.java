package io.spillway.reports;

import io.spillway.reports.adapter.kibana.KibanaImport;
import io.spillway.reports.core.Section;
import java.io.IOException;
import java.net.URI;

/**
 * Imports the dashboards into a Kibana: {@code KibanaMain URL}. What it says goes to standard
 * error.
 */
public final class KibanaMain {
  private KibanaMain() {}

  /** Exit 0 when Kibana has taken everything, 1 when not, 2 for wrong usage. */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  private static int run(String[] args) throws InterruptedException {
    if (args.length != 1 || !args[0].matches("https?://.+")) {
      System.err.println("usage: KibanaMain URL, such as http://localhost:5601");
      return 2;
    }
    String credentials = System.getenv().getOrDefault("SPILLWAY_KIBANA_CREDENTIALS", "");
    try (KibanaImport kibana = new KibanaImport(URI.create(args[0]), credentials)) {
      for (Section section : Section.values()) {
        int objects = kibana.section(section);
        System.err.println(section.title() + ": " + objects + " objects imported");
      }
      return 0;
    } catch (IOException e) {
      String cause = e.getMessage() == null ? e.toString() : e.getMessage();
      System.err.println("the import failed: " + cause);
      return 1;
    }
  }
}
