package io.spillway.operate.adapter.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.operate.core.BomComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads a bill of materials in CycloneDX JSON. */
public final class BomFile {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String MAVEN = "pkg:maven/";

  private BomFile() {}

  /**
   * The Maven libraries that a file names, in order of their names.
   *
   * @throws IOException when the file cannot be read or is no such bill
   */
  public static List<BomComponent> read(Path file) throws IOException {
    JsonNode bom;
    try (var in = Files.newInputStream(file)) {
      bom = JSON.readTree(in);
    }
    if (bom == null || !bom.path("bomFormat").asText().equals("CycloneDX")) {
      throw new IOException(file + " is no CycloneDX bill of materials in JSON");
    }
    return StreamSupport.stream(bom.path("components").spliterator(), false)
        .filter(component -> component.path("purl").asText().startsWith(MAVEN))
        .map(
            component ->
                new BomComponent(
                    component.path("group").asText() + ':' + component.path("name").asText(),
                    component.path("version").asText()))
        .distinct()
        .sorted(java.util.Comparator.comparing(BomComponent::name))
        .toList();
  }
}
