/** What SKUs are called. */
@NullMarked
package io.spillway.analytics.core.product;

import org.jspecify.annotations.NullMarked;
