package io.spillway.ingest.core;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a shop says of a product.
 *
 * @param category empty when it has none
 * @param attributes in the order of their names, so that equal products look equal
 */
public record ProductContent(String name, String category, SortedMap<String, String> attributes) {
  public ProductContent {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }
}
