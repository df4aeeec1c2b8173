package io.spillway.stack.adapter.fetch;

import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches artifacts with the user's own Maven, and so from the repositories, through the proxies
 * and with the credentials of the user's own settings. One Maven at a time: its local repository is
 * not made for two writers.
 */
record MavenArtifacts(CacheDirectory cache, StartListener progress) {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

  /** Of one large file; with several at a time the line goes on. */
  private static final Pattern TRANSFER =
      Pattern.compile("Progress \\(1\\): ([\\d.]+)/([\\d.]+) MB");

  private static final int LARGE_MEGABYTES = 30;
  private static final Pattern DOWNLOADED = Pattern.compile("Downloaded from \\S+: \\S*/(\\S+) .*");

  /** Copies the artifacts and all they need at run time; every checksum must exist and match. */
  void copyWithDependencies(String subject, List<String> coordinates, Path directory)
      throws IOException, InterruptedException {
    Path pom = directory.resolve("pom.xml");
    Files.writeString(pom, pomOf(coordinates));
    run(
        subject,
        directory,
        List.of(
            "--strict-checksums",
            "--file",
            pom.toString(),
            PLUGIN + "copy-dependencies",
            "-DincludeScope=runtime",
            "-DoutputDirectory=" + directory.resolve("lib")));
  }

  /**
   * Copies one file. Maven warns of, but takes, an artifact whose repository offers no checksum
   * (some mirrors keep none for archives): the caller must compare it with a known digest.
   */
  void copyUnverified(String subject, String coordinate, Path directory)
      throws IOException, InterruptedException {
    run(
        subject,
        directory,
        List.of(
            // Try again what an earlier, strict attempt has marked as not to be had.
            "--update-snapshots",
            PLUGIN + "copy",
            "-Dartifact=" + coordinate,
            "-DoutputDirectory=" + directory));
  }

  private void run(String subject, Path directory, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    // Not --batch-mode: that would silence the transfer's progress. Nothing here asks questions.
    command.addAll(List.of("-Dstyle.color=never", "-Dorg.slf4j.simpleLogger.log.org=info"));
    command.addAll(arguments);
    progress.message(subject, "asking Maven");
    cache.exclusively(
        "maven",
        progress,
        root ->
            Command.run(
                directory,
                command,
                Map.of(
                    "JAVA_HOME", System.getProperty("java.home"),
                    "MAVEN_BASEDIR", "",
                    "MAVEN_PROJECTBASEDIR", ""),
                line -> report(subject, line)));
  }

  private void report(String subject, String line) {
    Matcher downloaded = DOWNLOADED.matcher(line);
    int percent = percent(line);
    if (downloaded.find()) {
      progress.message(subject, "downloaded " + downloaded.group(1));
    } else if (percent != StartListener.UNKNOWN) {
      progress.report(subject, "downloading", percent);
    }
  }

  /** How far Maven's progress display says a large file has come. */
  static int percent(String line) {
    Matcher transfer = TRANSFER.matcher(line);
    if (!transfer.find()) {
      return StartListener.UNKNOWN;
    }
    double done = Double.parseDouble(transfer.group(1));
    double total = Double.parseDouble(transfer.group(2));
    return total < LARGE_MEGABYTES
        ? StartListener.UNKNOWN
        : (int) Math.min(100, 100 * done / total);
  }

  private static Path executable() {
    String home = System.getenv().getOrDefault("MAVEN_HOME", "");
    Path named = Path.of(home, "bin", "mvn");
    if (!home.isEmpty() && Files.isExecutable(named)) {
      return named;
    }
    return Command.onPath("mvn")
        .orElseThrow(
            () ->
                new OperationException(
                    "Maven downloads Kafka and Elasticsearch, but there is no mvn on PATH:"
                        + " install Maven 3.8.7 or newer, or set MAVEN_HOME"));
  }

  private static String pomOf(List<String> coordinates) {
    StringBuilder pom =
        new StringBuilder(
            """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>io.spillway.stack</groupId>
              <artifactId>class-path</artifactId>
              <version>1</version>
              <packaging>pom</packaging>
              <dependencies>
            """);
    for (String coordinate : coordinates) {
      String[] part = coordinate.split(":");
      pom.append(
          String.format(
              Locale.ROOT,
              """
                  <dependency>
                    <groupId>%s</groupId>
                    <artifactId>%s</artifactId>
                    <version>%s</version>
                  </dependency>
              """,
              part[0],
              part[1],
              part[2]));
    }
    return pom.append("  </dependencies>\n</project>\n").toString();
  }
}
