package io.spillway.operate.adapter.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.operate.core.Advisory;
import io.spillway.operate.core.BomComponent;
import io.spillway.operate.core.VulnerableComponent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bill of materials against records as they are published. */
class VulnerabilitiesTest {
  private static final String LOG4J = "org.apache.logging.log4j:log4j-core";
  private static final Path RECORD = resource("GHSA-jfh8-c2jp-5v3q.json");

  @TempDir Path directory;

  @Test
  void whatTheRecordsSayOfTheLibrariesIsFound() throws Exception {
    List<BomComponent> components = BomFile.read(resource("bom.json"));
    assertThat(components)
        .containsExactly(
            new BomComponent(LOG4J, "2.14.1"), new BomComponent("org.slf4j:slf4j-api", "2.0.18"));

    assertThat(VulnerableComponent.among(components, advisories(RECORD), MavenVersions.ORDER))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.component().version()).isEqualTo("2.14.1");
              assertThat(found.advisory().id()).isEqualTo("GHSA-jfh8-c2jp-5v3q");
              assertThat(found.advisory().aliases()).containsExactly("CVE-2021-44228");
              assertThat(found.advisory().severity()).isEqualTo("CRITICAL");
              assertThat(found.fixedIn()).containsExactly("2.15.0");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2.0-beta8, false",
    "2.0-beta9, true",
    "2.0, true",
    "2.3, true",
    "2.3.1, false",
    "2.3.2, false",
    "2.4, true",
    "2.12.1, true",
    "2.12.2, false",
    "2.13.0, true",
    "2.15.0-rc1, true",
    "2.15.0, false",
    "2.25.1, false"
  })
  void versionsAreOrderedAsMavenOrdersThem(String version, boolean vulnerable) throws Exception {
    List<BomComponent> components = List.of(new BomComponent(LOG4J, version));
    assertThat(VulnerableComponent.among(components, advisories(RECORD), MavenVersions.ORDER))
        .hasSize(vulnerable ? 1 : 0);
  }

  @Test
  void theLastAffectedVersionAndNamedVersionsCount() throws Exception {
    Path data =
        write(
            "data.ndjson",
            record(
                    "A-1",
                    "\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":"
                        + "[{\"introduced\":\"0\"},{\"last_affected\":\"1.2\"}]}]")
                + '\n'
                + record("A-2", "\"versions\":[\"1.3\"]")
                + '\n'
                + record(
                    "A-3", "\"ranges\":[{\"type\":\"GIT\",\"events\":[{\"introduced\":\"0\"}]}]"));
    assertThat(ids(data, "1.0")).containsExactly("A-1");
    assertThat(ids(data, "1.2")).containsExactly("A-1");
    assertThat(ids(data, "1.2.1")).isEmpty();
    assertThat(ids(data, "1.3")).containsExactly("A-2");
  }

  @Test
  void aWithdrawnRecordAndOtherEcosystemsAreLeftOut() throws Exception {
    String good = record("A-1", "\"versions\":[\"1.0\"]");
    Path data =
        write(
            "data.json",
            good.replaceFirst("\\{", "{\"withdrawn\":\"2026-01-01T00:00:00Z\",")
                + good.replace("Maven", "npm"));
    assertThat(ids(data, "1.0")).isEmpty();
  }

  @Test
  void recordsComeFromAFileADirectoryOrAZip() throws Exception {
    String json = Files.readString(RECORD);
    Files.createDirectories(directory.resolve("osv/Maven"));
    Files.writeString(directory.resolve("osv/Maven/GHSA-jfh8-c2jp-5v3q.json"), json);
    Path zip = directory.resolve("all.zip");
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.putNextEntry(new ZipEntry("GHSA-jfh8-c2jp-5v3q.json"));
      entries.write(json.getBytes(UTF_8));
    }
    for (Path data : List.of(RECORD, directory.resolve("osv"), zip)) {
      assertThat(advisories(data)).extracting(Advisory::id).containsExactly("GHSA-jfh8-c2jp-5v3q");
    }
  }

  @Test
  void whatIsNoRecordIsRefusedRatherThanTakenForNoVulnerability() throws Exception {
    for (String text : List.of("", "{}", "[]", "no json", "{\"id\":\"A-1\"}")) {
      Path data = write("data.json", text);
      assertThatThrownBy(() -> advisories(data)).as(text).isInstanceOf(IOException.class);
    }
    Path bom = write("bom.json", "{\"components\":[]}");
    assertThatThrownBy(() -> BomFile.read(bom)).hasMessageContaining("no CycloneDX");
  }

  private static List<String> ids(Path data, String version) throws IOException {
    return VulnerableComponent.among(
            List.of(new BomComponent("g:a", version)),
            new OsvFiles(Set.of("g:a")).read(data),
            MavenVersions.ORDER)
        .stream()
        .map(found -> found.advisory().id())
        .toList();
  }

  private static List<Advisory> advisories(Path data) throws IOException {
    return new OsvFiles(Set.of(LOG4J, "org.slf4j:slf4j-api")).read(data);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private static String record(String id, String affected) {
    return "{\"id\":\""
        + id
        + "\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":"
        + "{\"ecosystem\":\"Maven\",\"name\":\"g:a\"},"
        + affected
        + "}]}";
  }

  private static Path resource(String name) {
    return Path.of("src", "test", "resources", "osv", name);
  }
}
