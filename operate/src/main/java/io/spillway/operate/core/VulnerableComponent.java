package io.spillway.operate.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A library in a version that a vulnerability is known of.
 *
 * @param fixedIn later versions without it; empty when none is known
 */
public record VulnerableComponent(BomComponent component, Advisory advisory, List<String> fixedIn) {
  public VulnerableComponent {
    fixedIn = List.copyOf(fixedIn);
  }

  /** What the advisories say of the components, each pair once, by the components' order. */
  public static List<VulnerableComponent> among(
      List<BomComponent> components, List<Advisory> advisories, Comparator<String> order) {
    List<VulnerableComponent> found = new ArrayList<>();
    for (BomComponent component : components) {
      for (Advisory advisory : advisories) {
        List<Advisory.Affected> affecting =
            advisory.affected().stream()
                .filter(affected -> affected.name().equals(component.name()))
                .filter(affected -> affected.includes(component.version(), order))
                .toList();
        if (!affecting.isEmpty()) {
          found.add(
              new VulnerableComponent(component, advisory, fixes(component, affecting, order)));
        }
      }
    }
    return found;
  }

  private static List<String> fixes(
      BomComponent component, List<Advisory.Affected> affecting, Comparator<String> order) {
    Set<String> fixes = new LinkedHashSet<>();
    affecting.forEach(each -> fixes.addAll(each.fixedAfter(component.version(), order)));
    return fixes.stream().sorted(order).toList();
  }
}
