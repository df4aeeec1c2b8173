package io.spillway.stack.adapter.fetch;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Linux distribution this machine runs, from os-release(5).
 *
 * @param id {@code debian}, {@code ubuntu}, or another
 */
record Distribution(String id, String codename) {
  private static final Set<String> DEBIAN_ALIASES =
      Set.of("oldstable", "stable", "testing", "unstable", "sid");
  private static final List<String> KEYRING_SUFFIXES =
      List.of("-archive-keyring.gpg", "-archive-keyring.pgp");

  static Distribution parse(String osRelease) {
    Map<String, String> fields = new HashMap<>();
    osRelease
        .lines()
        .filter(line -> line.contains("=") && !line.startsWith("#"))
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              String value = line.substring(equals + 1).trim().replaceAll("^[\"']|[\"']$", "");
              fields.put(line.substring(0, equals).trim(), value);
            });
    return new Distribution(
        fields.getOrDefault("ID", ""), fields.getOrDefault("VERSION_CODENAME", ""));
  }

  boolean isDebian() {
    return id.equals("debian");
  }

  boolean isUbuntu() {
    return id.equals("ubuntu");
  }

  /**
   * The distribution's own archive among the configured sources. A third party's repository often
   * uses the same suite names, so one signed by another keyring is passed over, and one whose
   * address names the distribution comes first; apt then checks the distribution's signature.
   */
  Optional<AptSource> ownSource(List<AptSource> configured) {
    return configured.stream()
        .filter(source -> source.components().contains("main"))
        .filter(source -> source.suites().stream().anyMatch(this::isOwnSuite))
        .filter(source -> !source.uri().startsWith("cdrom:"))
        .filter(
            source -> source.signedBy().isEmpty() || source.signedBy().contains(id + "-archive"))
        // A stable sort: false before true.
        .min(Comparator.comparing(source -> !source.uri().contains(id)));
  }

  private boolean isOwnSuite(String suite) {
    return suite.equals(codename) || (isDebian() && DEBIAN_ALIASES.contains(suite));
  }

  /** The keyring that signs the archive. */
  Path keyring(AptSource source) {
    if (source.signedBy().startsWith("/")) {
      return Path.of(source.signedBy());
    }
    return KEYRING_SUFFIXES.stream()
        .map(suffix -> Path.of("/usr/share/keyrings", id + suffix))
        .filter(Files::isReadable)
        .findFirst()
        .orElseThrow(
            () ->
                new OperationException(
                    "the keyring of "
                        + id
                        + "'s archive is missing: install "
                        + id
                        + (isUbuntu() ? "-keyring" : "-archive-keyring")));
  }

  /** Everything apt is configured to read, in its order. */
  static List<AptSource> configuredSources(Path etcApt) throws IOException {
    List<AptSource> sources = new ArrayList<>();
    Path main = etcApt.resolve("sources.list");
    if (Files.isReadable(main)) {
      sources.addAll(AptSource.parseLines(Files.readString(main)));
    }
    Path parts = etcApt.resolve("sources.list.d");
    if (Files.isDirectory(parts)) {
      for (Path part : sorted(parts)) {
        if (part.toString().endsWith(".list")) {
          sources.addAll(AptSource.parseLines(Files.readString(part)));
        } else if (part.toString().endsWith(".sources")) {
          sources.addAll(AptSource.parseStanzas(Files.readString(part)));
        }
      }
    }
    return sources;
  }

  private static List<Path> sorted(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isReadable).sorted().toList();
    }
  }
}
