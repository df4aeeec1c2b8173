/** Faults on purpose: what is done when, what is sent meanwhile, and what must hold. Pure. */
@NullMarked
package io.spillway.faults.core;

import org.jspecify.annotations.NullMarked;
