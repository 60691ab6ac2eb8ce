package dev.simbroker.bench;

import java.util.List;

/**
 * What is to be known: a number made of what its contenders' measurements say in one round.
 *
 * @param name what it is, as a table shows it
 * @param formula how it is made
 * @param contenders what is measured for it, in the order that the formula wants
 * @param target what it should reach
 */
record Figure(String name, Formula formula, List<Contender> contenders, Target target) {

    /** How a figure is made of samples, one for each contender. */
    enum Formula {
        /** How much longer the first takes than the second. */
        TIME_RATIO("times the time") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(0).nanos() / samples.get(1).nanos();
            }
        },
        /** How much more the first does in the same time than the second. */
        RATE_RATIO("times the rate") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(1).nanos() / samples.get(0).nanos();
            }
        },
        /** How much is done in a second on all cores. */
        PER_SECOND("a second") {
            @Override
            double of(List<Sample> samples) {
                return Runtime.getRuntime().availableProcessors()
                        * 1e9
                        / samples.get(0).nanos();
            }
        },
        /** What the first keeps. */
        BYTES("bytes") {
            @Override
            double of(List<Sample> samples) {
                return samples.get(0).bytes();
            }
        },
        /** What one subscriber more allocates: the first has sixteen, the second has four. */
        BYTES_PER_SUBSCRIBER("bytes") {
            @Override
            double of(List<Sample> samples) {
                return (samples.get(0).bytes() - samples.get(1).bytes()) / (16 - 4);
            }
        };

        private final String unit;

        Formula(String unit) {
            this.unit = unit;
        }

        abstract double of(List<Sample> samples);

        String unit() {
            return unit;
        }
    }

    /** The same figure of small contenders, which says nothing but that they work. */
    Figure capped(int most) {
        return new Figure(
                name,
                formula,
                contenders.stream().map(contender -> contender.capped(most)).toList(),
                target);
    }
}
