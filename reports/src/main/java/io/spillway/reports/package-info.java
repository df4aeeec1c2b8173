/** Reports of the indexed documents: their definitions, the JSON API and the page. */
@NullMarked
package io.spillway.reports;

import org.jspecify.annotations.NullMarked;
