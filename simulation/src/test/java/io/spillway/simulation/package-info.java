/**
 * The real flows of the services over logs and ledgers of maps, on one thread. One seed decides who
 * moves next and what goes wrong, so a failing run can be run again.
 */
@NullMarked
package io.spillway.simulation;

import org.jspecify.annotations.NullMarked;
