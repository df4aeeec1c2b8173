package io.spillway.stack.adapter.rights;

import io.spillway.stack.core.OperationException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML that knows the line of every word and collects what is wrong with it. Only maps, lists and
 * texts: what a value is, its reader knows. Not thread-safe.
 */
final class YamlText {
  private static final int MAX_CHARS = 1_000_000;
  private static final int MAX_ALIASES = 100;

  private final String file;
  private final List<String> violations = new ArrayList<>();

  /**
   * A text from a file.
   *
   * @param file the name that messages give
   */
  YamlText(String file) {
    this.file = file;
  }

  /** A text at its place. */
  record Word(String text, int line) {}

  /** What a map says of a key. */
  record Entry(Word key, Node value) {}

  /**
   * The text's only document; null when it is empty.
   *
   * @throws OperationException naming the line of what is no YAML
   */
  @Nullable Node document(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARS);
    options.setMaxAliasesForCollections(MAX_ALIASES);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new OperationException(file + ":" + line + ": not YAML: " + e.getProblem(), e);
    } catch (RuntimeException e) {
      throw new OperationException(file + ": not YAML: " + e.getMessage(), e);
    }
  }

  String origin(int line) {
    return file + ":" + line;
  }

  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** The entries of a map; none where it is no map, which is a violation. */
  List<Entry> map(Node node, String path) {
    if (!(node instanceof MappingNode map)) {
      if (!Tag.NULL.equals(node.getTag())) {
        violation(line(node), path, shown(node), "a map of keys and values");
      }
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (NodeTuple tuple : map.getValue()) {
      Word key = word(tuple.getKeyNode(), path);
      if (!seen.add(key.text())) {
        violation(key.line(), path + "." + key.text(), "a second time", "each key once");
      }
      entries.add(new Entry(key, tuple.getValueNode()));
    }
    return entries;
  }

  /** The entries of a map that may have these keys only. */
  List<Entry> map(Node node, String path, Collection<String> known) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : map(node, path)) {
      if (known.contains(entry.key().text())) {
        entries.add(entry);
      } else {
        violation(
            entry.key().line(),
            path.isEmpty() ? entry.key().text() : path + "." + entry.key().text(),
            "an unknown key",
            "one of " + String.join(", ", known));
      }
    }
    return entries;
  }

  /** The items of a list. */
  List<Node> list(Node node, String path) {
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    violation(line(node), path, shown(node), "a list, as [a, b]");
    return List.of();
  }

  /** The items of a list of texts. */
  List<Word> words(Node node, String path) {
    return list(node, path).stream().map(each -> word(each, path)).toList();
  }

  /** A text. */
  Word word(Node node, String path) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return new Word(scalar.getValue().strip(), line(node));
    }
    violation(line(node), path, shown(node), "a text");
    return new Word("?", line(node));
  }

  void violation(int line, String path, String value, String expected) {
    violations.add(origin(line) + ": " + path + " = " + value + ": expected " + expected);
  }

  /**
   * Ends the reading.
   *
   * @throws OperationException with every violation
   */
  void check() {
    if (!violations.isEmpty()) {
      throw new OperationException(String.join("\n", violations));
    }
  }

  private static String shown(Node node) {
    return switch (node) {
      case ScalarNode scalar -> "'" + scalar.getValue() + "'";
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a map";
      default -> "something else";
    };
  }
}
