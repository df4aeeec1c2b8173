package io.spillway.stack.adapter.rights;

import io.spillway.stack.adapter.rights.YamlText.Entry;
import io.spillway.stack.adapter.rights.YamlText.Word;
import io.spillway.stack.core.Server;
import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessEntry;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads one file of rights. An unknown key, a value that no server knows, or a service that has no
 * account there is refused with file, line and what is expected instead. Not thread-safe.
 */
final class AccessFileReader {
  private static final String VERSION = "1";
  private static final String NAME = "[a-z][a-z0-9-]{0,39}";

  /** Brokers are super users by these names. */
  private static final String BROKER = "kafka-[0-9]+";

  private static final List<String> PLANES =
      Arrays.stream(Plane.values()).map(Plane::text).toList();

  /** What a team's principal may be let into: the rest is the pipeline's own. */
  private static final List<String> PLANES_OF_TEAMS =
      List.of(Plane.HTTP.text(), Plane.KAFKA.text());

  private final YamlText yaml;
  private final PlaneSections planes;
  private final Map<String, List<AccessEntry>> sections = new LinkedHashMap<>();

  private AccessFileReader(String file) {
    this.yaml = new YamlText(file);
    this.planes = new PlaneSections(yaml);
  }

  /**
   * Reads a text.
   *
   * @param file the name that messages give
   */
  static AccessFile read(String file, String text) {
    AccessFileReader reader = new AccessFileReader(file);
    Node document = reader.yaml.document(text);
    if (document == null) {
      reader.yaml.violation(1, "version", "nothing", VERSION);
    } else {
      reader.root(document);
    }
    reader.yaml.check();
    return new AccessFile(reader.sections);
  }

  private void root(Node document) {
    boolean version = false;
    for (Entry entry : yaml.map(document, "", List.of("version", "services", "teams"))) {
      switch (entry.key().text()) {
        case "version" -> {
          version = true;
          Word word = yaml.word(entry.value(), "version");
          if (!word.text().equals(VERSION)) {
            yaml.violation(word.line(), "version", "'" + word.text() + "'", VERSION);
          }
        }
        case "services" ->
            yaml.map(entry.value(), "services", services())
                .forEach(each -> section(each, "services", false, PLANES));
        default ->
            yaml.map(entry.value(), "teams")
                .forEach(each -> section(each, "teams", true, PLANES_OF_TEAMS));
      }
    }
    if (!version) {
      yaml.violation(1, "version", "nothing", VERSION);
    }
  }

  private void section(Entry entry, String parent, boolean team, List<String> known) {
    String principal = entry.key().text();
    String path = parent + "." + principal;
    if (team && !isTeamName(principal)) {
      yaml.violation(
          entry.key().line(),
          path,
          "'" + principal + "'",
          "a name of a-z 0-9 - that begins with a letter, of 40 characters at most, and is no"
              + " service's or broker's");
      return;
    }
    planes.begin(principal, team);
    for (Entry plane : yaml.map(entry.value(), path, known)) {
      Plane at = Plane.named(plane.key().text()).orElseThrow();
      if (team || hasAccount(principal, at)) {
        planes.read(at, plane.value(), path + "." + at.text());
      } else {
        yaml.violation(
            plane.key().line(),
            path + "." + at.text(),
            "rights",
            "none: " + principal + " has no account there");
      }
    }
    if (sections.put(principal, planes.end()) != null) {
      yaml.violation(entry.key().line(), path, "a second time", "each name once");
    }
  }

  private static boolean isTeamName(String name) {
    return name.matches(NAME) && !name.matches(BROKER) && !services().contains(name);
  }

  private static boolean hasAccount(String principal, Plane plane) {
    Optional<Server> server = plane.server();
    return account(principal)
        .map(account -> server.map(account::isOn).orElse(account == StackAccount.OPERATOR))
        .orElse(false);
  }

  private static Optional<StackAccount> account(String user) {
    return Arrays.stream(StackAccount.values()).filter(each -> each.user().equals(user)).findAny();
  }

  private static List<String> services() {
    return Arrays.stream(StackAccount.values())
        .map(StackAccount::user)
        .collect(Collectors.toList());
  }
}
