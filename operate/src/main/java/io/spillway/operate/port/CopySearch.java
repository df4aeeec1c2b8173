package io.spillway.operate.port;

import io.spillway.operate.core.forget.ClearTexts;
import io.spillway.operate.core.forget.SearchedPlace;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import java.util.List;

/** Reads all of one kind of store, looking for what should be forgotten. */
@FunctionalInterface
public interface CopySearch {
  List<SearchedPlace> search(ClearTexts texts, Progress progress)
      throws UnavailableException, InterruptedException;
}
