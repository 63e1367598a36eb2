import { runSeed } from './run-seed.ts';
import { drawSwarm } from './swarm.ts';
import { Diagram } from './diagram.ts';
const d=new Diagram();
const r=await runSeed({swarm:drawSwarm(34,{workloads:['mixed','bank'],operations:80,watched:true,client:{asyncCommit:true,onePhaseCommit:false}}),onMessage:d.add});
for(const l of d.lines()) console.log(l);
for(const a of r.anomalies) console.log('ANOMALY',a.name,a.detail.slice(0,500));
console.log(JSON.stringify(r.swarm.network), r.swarm.nemeses.join());
