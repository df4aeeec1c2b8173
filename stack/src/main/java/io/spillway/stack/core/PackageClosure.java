package io.spillway.stack.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packages one package needs, as {@code apt-cache depends --recurse} lists them. */
public final class PackageClosure {
  private static final Pattern PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.:-]*");
  private static final Pattern DEPENDENCY = Pattern.compile("[ |]+(?:Pre)?Depends: (\\S+)");

  /** Only for maintainer scripts and helper tools, which an unpacked server never runs. */
  private static final Set<String> NOT_NEEDED =
      Set.of("perl", "perl:any", "perl-base", "debconf", "debconf-2.0", "cdebconf", "adduser");

  private PackageClosure() {}

  /** The root and all it depends on, without what is reached only through unneeded packages. */
  public static Collection<String> of(String root, List<String> aptCacheDepends) {
    Map<String, List<String>> dependencies = parse(aptCacheDepends);
    Set<String> closure = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      String name = open.removeFirst();
      // A virtual package, written <name>, is not in the map; its provider follows on its own line.
      if (!NOT_NEEDED.contains(name) && dependencies.containsKey(name) && closure.add(name)) {
        open.addAll(dependencies.getOrDefault(name, List.of()));
      }
    }
    return closure;
  }

  private static Map<String, List<String>> parse(List<String> lines) {
    Map<String, List<String>> dependencies = new HashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      Matcher dependency = DEPENDENCY.matcher(line);
      if (PACKAGE.matcher(line).matches()) {
        current = dependencies.computeIfAbsent(line, name -> new ArrayList<>());
      } else if (dependency.matches()) {
        current.add(dependency.group(1));
      } else if (line.startsWith("    ")) {
        current.add(line.trim());
      }
    }
    return dependencies;
  }
}
