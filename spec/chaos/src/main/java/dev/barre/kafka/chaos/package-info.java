/** Listeners under failure, and the ledger that shows that nothing was lost. */
@NullMarked
package dev.barre.kafka.chaos;

import org.jspecify.annotations.NullMarked;
