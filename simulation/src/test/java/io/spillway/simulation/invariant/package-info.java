/** What must hold, each rule a class by its name. */
@NullMarked
package io.spillway.simulation.invariant;

import org.jspecify.annotations.NullMarked;
