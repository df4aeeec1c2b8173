/** JSON columns of rows. */
@NullMarked
package io.spillway.analytics.adapter.json;

import org.jspecify.annotations.NullMarked;
