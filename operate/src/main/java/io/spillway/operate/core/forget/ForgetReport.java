package io.spillway.operate.core.forget;

import java.util.List;

/**
 * What became of a customer.
 *
 * @param orders that are known of
 * @param keysDestroyed by this run
 * @param rowsRewritten which had a clear value
 * @param answersDeleted keys of Redis
 * @param texts values and keys that were looked for
 * @param open orders whose next event would bring a clear value back
 * @param places that were searched afterwards
 */
public record ForgetReport(
    int orders,
    int keysDestroyed,
    int rowsRewritten,
    int answersDeleted,
    int texts,
    List<String> open,
    List<SearchedPlace> places) {
  public ForgetReport {
    open = List.copyOf(open);
    places = List.copyOf(places);
  }

  /** Whether nothing is left but what goes by itself. */
  public boolean ok() {
    return open.isEmpty() && places.stream().allMatch(SearchedPlace::ok);
  }
}
