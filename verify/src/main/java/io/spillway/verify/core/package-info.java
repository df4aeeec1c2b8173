/** What must hold over the whole pipeline, decided from facts that the stores tell. Pure. */
@NullMarked
package io.spillway.verify.core;

import org.jspecify.annotations.NullMarked;
