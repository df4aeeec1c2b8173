package io.spillway.operate.adapter.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.operate.core.Advisory;
import io.spillway.operate.core.Advisory.Event;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads records of vulnerabilities in the OSV schema: a file with one record or one a line, a zip
 * or a directory of such files. Keeps those of Maven libraries that are asked for, and none that
 * was withdrawn. For one thread.
 */
public final class OsvFiles {
  private static final JsonMapper JSON = new JsonMapper();

  /** A record has some kilobytes; one of megabytes is none. */
  private static final int MAX_RECORD_BYTES = 8 << 20;

  private static final Map<String, Event.Kind> EVENTS =
      Map.of(
          "introduced", Event.Kind.INTRODUCED,
          "fixed", Event.Kind.FIXED,
          "last_affected", Event.Kind.LAST_AFFECTED);

  private final Set<String> names;
  private final List<Advisory> kept = new ArrayList<>();
  private int records;

  /**
   * A reader.
   *
   * @param names of the libraries, as {@code group:artifact}
   */
  public OsvFiles(Set<String> names) {
    this.names = Set.copyOf(names);
  }

  /**
   * What the records say of the libraries.
   *
   * @throws IOException when something cannot be read, is no OSV record, or there is none at all
   */
  public List<Advisory> read(Path data) throws IOException {
    if (Files.isDirectory(data)) {
      List<Path> files;
      try (Stream<Path> all = Files.walk(data)) {
        files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      }
      for (Path file : files) {
        readFile(file);
      }
    } else {
      readFile(data);
    }
    if (records == 0) {
      throw new IOException(data + " has no OSV record");
    }
    return List.copyOf(kept);
  }

  /** How many records were read, whatever they are about. */
  public int records() {
    return records;
  }

  private void readFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (file.toString().endsWith(".zip")) {
        readZip(file, in);
      } else {
        readRecords(file.toString(), in);
      }
    }
  }

  private void readZip(Path file, InputStream in) throws IOException {
    ZipInputStream zip = new ZipInputStream(in);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().endsWith(".json")) {
        byte[] record = zip.readNBytes(MAX_RECORD_BYTES + 1);
        String name = file + "!" + entry.getName();
        if (record.length > MAX_RECORD_BYTES) {
          throw new IOException(name + " has more than " + MAX_RECORD_BYTES + " bytes");
        }
        readRecords(name, new java.io.ByteArrayInputStream(record));
      }
    }
  }

  private void readRecords(String name, InputStream in) throws IOException {
    try (MappingIterator<JsonNode> each = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (each.hasNextValue()) {
        JsonNode record = each.nextValue();
        if (record.path("id").asText().isEmpty() || !record.has("modified")) {
          throw new IOException(name + " is no OSV record: it lacks 'id' or 'modified'");
        }
        records++;
        keep(record);
      }
    } catch (JsonProcessingException e) {
      throw new IOException(name + " is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void keep(JsonNode record) {
    if (record.has("withdrawn")) {
      return;
    }
    List<Advisory.Affected> affected = new ArrayList<>();
    for (JsonNode each : record.path("affected")) {
      JsonNode of = each.path("package");
      String name = of.path("name").asText();
      if (of.path("ecosystem").asText().equals("Maven") && names.contains(name)) {
        affected.add(new Advisory.Affected(name, versions(each), ranges(each)));
      }
    }
    if (!affected.isEmpty()) {
      List<String> aliases = new ArrayList<>();
      record.path("aliases").forEach(alias -> aliases.add(alias.asText()));
      kept.add(
          new Advisory(
              record.path("id").asText(),
              aliases,
              record.path("summary").asText(),
              severity(record),
              affected));
    }
  }

  private static Set<String> versions(JsonNode affected) {
    Set<String> versions = new HashSet<>();
    affected.path("versions").forEach(version -> versions.add(version.asText()));
    return versions;
  }

  private static List<List<Event>> ranges(JsonNode affected) {
    List<List<Event>> ranges = new ArrayList<>();
    for (JsonNode range : affected.path("ranges")) {
      if (range.path("type").asText().equals("GIT")) {
        continue; // commits, not versions
      }
      List<Event> events = new ArrayList<>();
      for (JsonNode event : range.path("events")) {
        EVENTS.forEach(
            (name, kind) -> {
              if (event.has(name)) {
                events.add(new Event(kind, event.path(name).asText()));
              }
            });
      }
      ranges.add(events);
    }
    return ranges;
  }

  private static String severity(JsonNode record) {
    String word = record.at("/database_specific/severity").asText();
    String score = record.at("/severity/0/score").asText();
    return !word.isEmpty() ? word : !score.isEmpty() ? score : "unknown";
  }
}
