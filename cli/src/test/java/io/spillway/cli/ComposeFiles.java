package io.spillway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/** Files of docker compose, read and merged as it does: maps by key, lists one behind the other. */
final class ComposeFiles {
  private static final Object RESET = new Object();

  /** Lists that are one command, of which the last file's counts. */
  private static final Set<String> COMMANDS = Set.of("command", "entrypoint", "test");

  private ComposeFiles() {}

  static Map<String, Object> merged(Path first, Path second) throws IOException {
    return map(merged("", read(first), read(second)));
  }

  private static Object read(Path file) throws IOException {
    return new Yaml(new WithResets()).load(Files.readString(file));
  }

  /** Knows {@code !reset}, which takes away what the file before says. */
  private static final class WithResets extends SafeConstructor {
    WithResets() {
      super(new LoaderOptions());
      yamlConstructors.put(
          new Tag("!reset"),
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return RESET;
            }
          });
    }
  }

  private static Object merged(String key, Object first, Object second) {
    if (first instanceof Map<?, ?> && second instanceof Map<?, ?>) {
      Map<String, Object> all = new LinkedHashMap<>(map(first));
      map(second)
          .forEach(
              (name, value) -> {
                if (value == RESET) {
                  all.remove(name);
                } else {
                  all.merge(name, value, (before, after) -> merged(name, before, after));
                }
              });
      return all;
    }
    if (first instanceof List<?> && second instanceof List<?> && !COMMANDS.contains(key)) {
      List<Object> all = new ArrayList<>((List<?>) first);
      all.addAll((List<?>) second);
      return all;
    }
    return second;
  }

  @SuppressWarnings("unchecked") // compose's keys are texts
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
