/** What `--app` of a command means, in the words of its help. */
export const APP_OPTION = ['--app <folder>', 'read what `cdk synth` wrote there instead of synthesizing'] as const;
