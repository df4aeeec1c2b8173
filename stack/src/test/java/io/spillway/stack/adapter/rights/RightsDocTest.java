package io.spillway.stack.adapter.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.stack.core.StackAccount;
import io.spillway.stack.core.rights.AccessFile;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of rights in {@code docs/security.md} is made from the file that ships. */
class RightsDocTest {
  private static final Path PAGE = Path.of("../docs/security.md");
  private static final String BEGIN = "<!-- rights: generated from access.yaml -->\n";
  private static final String END = "<!-- end of rights -->";

  @Test
  void theTableIsWhatTheFileSays() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String wanted = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("spillway.regenerate")) {
      Files.writeString(PAGE, wanted);
    }
    assertThat(Files.readString(PAGE))
        .as("run RightsDocTest with -Dspillway.regenerate=true, and look at what it writes")
        .isEqualTo(wanted);
  }

  private static String table() {
    AccessFile file = AccessFiles.shipped();
    StringBuilder out = new StringBuilder("| account | server | may |\n|---|---|---|\n");
    for (StackAccount account : StackAccount.values()) {
      for (Plane plane : List.of(Plane.KAFKA, Plane.MYSQL, Plane.REDIS, Plane.ELASTICSEARCH)) {
        SortedSet<Right> rights = file.rights(account.user(), plane);
        if (!rights.isEmpty()) {
          out.append("| ").append(account.user()).append(" | ").append(plane.text());
          out.append(" | ").append(text(rights)).append(" |\n");
        }
      }
    }
    return out.toString();
  }

  /** What may be done alike stands together. */
  private static String text(SortedSet<Right> rights) {
    Map<String, SortedSet<String>> actions = new TreeMap<>();
    for (Right right : rights) {
      if (!right.action().equals(Right.LOG_IN)) {
        actions.computeIfAbsent(right.resource(), _ -> new TreeSet<>()).add(right.action());
      }
    }
    Map<String, List<String>> resources = new TreeMap<>();
    actions.forEach(
        (resource, all) ->
            resources
                .computeIfAbsent(String.join(", ", all), _ -> new ArrayList<>())
                .add(resource.replace("table:", "").replace("topic:", "")));
    return resources.entrySet().stream()
        .map(each -> each.getKey() + ": `" + String.join("`, `", each.getValue()) + "`")
        .collect(Collectors.joining("; "))
        .replace("|", "\\|");
  }
}
