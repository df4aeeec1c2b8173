package io.spillway.operate.adapter.memory;

import io.spillway.operate.port.AccessPlane;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rights in memory, of which some are for people to change. */
public final class MemoryPlane implements AccessPlane {
  public final Set<Right> rights = new TreeSet<>();
  public final Set<Right> byHand = new TreeSet<>();
  private final Plane plane;

  public MemoryPlane(Plane plane) {
    this.plane = plane;
  }

  @Override
  public Plane plane() {
    return plane;
  }

  @Override
  public Set<Right> actual() {
    return Set.copyOf(rights);
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> wanted) {
    RightsDiff own = diff.only(right -> !byHand.contains(right));
    rights.removeAll(own.extra());
    rights.addAll(own.missing());
    return diff.only(byHand::contains).missing().stream().map(Right::resource).toList();
  }
}
