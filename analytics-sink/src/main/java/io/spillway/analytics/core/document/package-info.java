/** What a row looks like as a document. */
@NullMarked
package io.spillway.analytics.core.document;

import org.jspecify.annotations.NullMarked;
