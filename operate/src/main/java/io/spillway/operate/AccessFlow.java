package io.spillway.operate;

import io.spillway.operate.port.AccessPlane;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import io.spillway.stack.port.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the rights that a file asks for with those that there are, and makes them agree. Not
 * thread-safe.
 */
public final class AccessFlow {
  private final List<AccessPlane> planes;
  private final Set<Right> wanted;
  private final Progress progress;

  /**
   * Rights on some planes.
   *
   * @param wanted on all of them
   */
  public AccessFlow(Collection<AccessPlane> planes, Set<Right> wanted, Progress progress) {
    this.planes = List.copyOf(planes);
    this.wanted = new TreeSet<>(wanted);
    this.progress = progress;
  }

  /**
   * What came of a change.
   *
   * @param byHand what only people can do, and how
   */
  public record Applied(RightsDiff done, List<String> byHand) {
    public Applied {
      byHand = List.copyOf(byHand);
    }
  }

  /** Who has which rights now. */
  public SortedSet<Right> actual() throws InterruptedException {
    SortedSet<Right> actual = new TreeSet<>();
    for (AccessPlane plane : planes) {
      progress.say("reading the rights of " + plane.plane().text());
      actual.addAll(plane.actual());
    }
    return actual;
  }

  /** What is missing and what is extra. */
  public RightsDiff diff() throws InterruptedException {
    return RightsDiff.between(wanted, actual());
  }

  /** Makes them agree. What is left then is for people, or was changed meanwhile. */
  public Applied apply(RightsDiff diff) throws InterruptedException {
    List<String> byHand = new ArrayList<>();
    for (AccessPlane plane : planes) {
      RightsDiff part = diff.only(right -> right.plane() == plane.plane());
      if (!part.isEmpty()) {
        progress.say("changing " + part.size() + " rights of " + plane.plane().text());
        byHand.addAll(plane.apply(part, wantedOn(plane)));
      }
    }
    RightsDiff left = byHand.isEmpty() ? new RightsDiff(new TreeSet<>(), new TreeSet<>()) : diff();
    return new Applied(
        new RightsDiff(
            without(diff.missing(), left.missing()), without(diff.extra(), left.extra())),
        byHand);
  }

  private Set<Right> wantedOn(AccessPlane plane) {
    return wanted.stream()
        .filter(right -> right.plane() == plane.plane())
        .collect(Collectors.toSet());
  }

  private static SortedSet<Right> without(SortedSet<Right> all, SortedSet<Right> some) {
    SortedSet<Right> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
