package io.spillway.ingest.core;

import java.util.Set;
import java.util.SortedMap;

/** Judges the body of a product, and names every rule it breaks. Thread-safe. */
public final class ProductRules {
  /** Characters of a product's name. */
  public static final int NAME_LENGTH = 200;

  /** Characters of a category. */
  public static final int CATEGORY_LENGTH = 100;

  /** The most attributes that settings can allow. */
  public static final int MAX_ATTRIBUTES = 64;

  private static final TextRule NAME = TextRule.name(NAME_LENGTH);
  private static final TextRule CATEGORY = TextRule.name(CATEGORY_LENGTH);
  private static final Set<String> FIELDS = Set.of("name", "category", "attributes");

  private final AttributeRule attributeRule;

  /** Rules with so many attributes at most. */
  public ProductRules(int maxAttributes) {
    this.attributeRule = new AttributeRule(maxAttributes);
  }

  /** Judges the body of one product; what it leaves out, the product does not have. */
  public Checked<ProductContent> check(Json body, Violations violations) {
    Fields fields = Fields.of(body, "", FIELDS, violations);
    if (fields == null) {
      return new Checked.Invalid<>(violations);
    }
    String name = fields.text("name", NAME);
    String category = fields.textOr("category", CATEGORY, "");
    SortedMap<String, String> attributes = attributeRule.read(fields, violations);
    return name == null || category == null || !violations.none()
        ? new Checked.Invalid<>(violations)
        : new Checked.Valid<>(new ProductContent(name, category, attributes));
  }
}
