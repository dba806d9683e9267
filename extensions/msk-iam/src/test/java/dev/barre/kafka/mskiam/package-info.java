/** Amazon's library against a broker that checks its signatures, and against a token service that hands out a role. */
@NullMarked
package dev.barre.kafka.mskiam;

import org.jspecify.annotations.NullMarked;
