/** What became of each document of a bulk request. */
@NullMarked
package io.spillway.analytics.core.bulk;

import org.jspecify.annotations.NullMarked;
