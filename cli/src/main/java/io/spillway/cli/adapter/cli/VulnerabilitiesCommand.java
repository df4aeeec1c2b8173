package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.operate.adapter.files.BomFile;
import io.spillway.operate.adapter.files.MavenVersions;
import io.spillway.operate.adapter.files.OsvFiles;
import io.spillway.operate.core.BomComponent;
import io.spillway.operate.core.VulnerableComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "vulnerabilities",
    description = {
      "Compares the libraries of a bill of materials with records of known vulnerabilities.",
      "Asks nobody: both are files. The bill is made by 'mvn -Psbom,quick package'; the records are"
          + " those of the ecosystem Maven that osv.dev publishes (all.zip), in the OSV schema.",
      "Exit codes: 0 none is known, 1 some are, 2 wrong usage or a file that cannot be read."
    },
    footer = {
      "",
      "Examples:",
      "  ./spillway vulnerabilities --data all.zip",
      "  ./spillway vulnerabilities --data osv/ --bom other.json --json",
    })
final class VulnerabilitiesCommand extends SpillwayCommand {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path BOM = Path.of("target", "bom.json");

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "OSV records: a zip, a directory, or a file with one record or one a line.")
  @Nullable Path data;

  @Option(
      names = "--bom",
      paramLabel = "FILE",
      description = "Bill of materials in CycloneDX JSON; target/bom.json when absent.")
  @Nullable Path bom;

  @Option(names = "--json", description = "Print only JSON.")
  boolean json;

  @Override
  public Integer call() {
    Path records = data;
    if (records == null) {
      throw wrong(
          "Nothing was checked: --data is missing. Download all.zip of the ecosystem Maven, which"
              + " osv.dev documents under 'Data dumps', and give it as --data all.zip");
    }
    Path bill = bom == null ? BOM : bom;
    require(Files.isReadable(records), "--data = " + records + " cannot be read");
    require(
        Files.isReadable(bill),
        "--bom = " + bill + " cannot be read; make it with 'mvn -Psbom,quick package'");
    try {
      return compare(bill, records);
    } catch (IOException e) {
      throw wrong("Nothing was checked: " + e.getMessage());
    }
  }

  private int compare(Path bill, Path records) throws IOException {
    List<BomComponent> components = BomFile.read(bill);
    OsvFiles osv =
        new OsvFiles(components.stream().map(BomComponent::name).collect(Collectors.toSet()));
    List<VulnerableComponent> found =
        VulnerableComponent.among(components, osv.read(records), MavenVersions.ORDER);
    if (json) {
      print(json(components.size(), osv.records(), found));
    } else {
      if (!found.isEmpty()) {
        print(table(found));
      }
      print(
          found.size()
              + " known vulnerabilities in "
              + components.size()
              + " libraries, by "
              + osv.records()
              + " records");
    }
    return found.isEmpty() ? OK : FAILED;
  }

  private static List<String> table(List<VulnerableComponent> found) {
    TextTable table =
        new TextTable("LIBRARY", "VERSION", "ID", "ALIASES", "SEVERITY", "FIXED IN", "SUMMARY");
    for (VulnerableComponent each : found) {
      table.row(
          each.component().name(),
          each.component().version(),
          each.advisory().id(),
          String.join(" ", each.advisory().aliases()),
          each.advisory().severity(),
          each.fixedIn().isEmpty() ? "none" : String.join(" ", each.fixedIn()),
          each.advisory().summary());
    }
    return table.lines();
  }

  private static String json(int components, int records, List<VulnerableComponent> found) {
    ObjectNode root = JSON.createObjectNode();
    root.put("libraries", components).put("records", records);
    ArrayNode list = root.putArray("vulnerabilities");
    for (VulnerableComponent each : found) {
      ObjectNode node = list.addObject();
      node.put("library", each.component().name()).put("version", each.component().version());
      node.put("id", each.advisory().id());
      ArrayNode aliases = node.putArray("aliases");
      each.advisory().aliases().forEach(aliases::add);
      node.put("severity", each.advisory().severity());
      ArrayNode fixedIn = node.putArray("fixedIn");
      each.fixedIn().forEach(fixedIn::add);
      node.put("summary", each.advisory().summary());
    }
    return root.toString();
  }
}
