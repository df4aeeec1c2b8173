/** Orders as a reader of reports finds and reads them. */
@NullMarked
package io.spillway.analytics.core.order;

import org.jspecify.annotations.NullMarked;
