import highspy, numpy as np
from milp import Model, battery_rows
def fpieces(p,t,xlo,xhi,cutcap=None):
    """grid cost F_t(x) breakpoints [(x,y)] in kW over [xlo,xhi], exact incl curtail, possibly nonconvex"""
    dt=p['slot_minutes']/60; load=p['load_w'][t]/1e3; pv=p['pv_w'][t]/1e3
    buy,sell=p['buy_price'][t],p['sell_price'][t]; over=p.get('over_limit_per_kwh',100)
    il,el=p['grid']['import_limit_w']/1e3,p['grid']['export_limit_w']/1e3
    def phi(g):
        if g<-el-1e-9: return np.inf
        return dt*(sell*g if g<0 else buy*g+over*max(0,g-il))
    def F(x):
        g0=load-pv+x
        cand=[g0,g0+pv,0.0,il,-el]
        return min(phi(g) for g in cand if g0-1e-9<=g<=g0+pv+1e-9)
    xs={xlo,xhi}
    for g in (0,il,-el):
        for c in (0,pv): xs.add(g-load+pv-c)
    xs=sorted(x for x in xs if xlo-1e-12<=x<=xhi+1e-12)
    # crossing between branches: add by sampling intersections -> import branch vs export branch
    pts=[(x,F(x)) for x in xs]
    out=[pts[0]]
    for a,b in zip(pts,pts[1:]):
        # find concave kink within by checking linearity
        import itertools
        lo,hi=a[0],b[0]
        if hi-lo>1e-9:
            e=1e-7*(hi-lo)
            sa=(F(lo+e)-F(lo))/e; sb=(F(hi)-F(hi-e))/e
            if abs(sa-sb)>1e-5:
                xc=(F(hi)-F(lo)+sa*lo-sb*hi)/(sa-sb)
                out.append((xc,F(xc)))
        out.append(b)
    return out
def hull(pts):
    h=[]
    for q in pts:
        while len(h)>=2 and (h[-1][1]-h[-2][1])*(q[0]-h[-2][0])>=(q[1]-h[-2][1])*(h[-1][0]-h[-2][0]): h.pop()
        h.append(q)
    return h
def lp(p):
    m=Model(); T=len(p['buy_price']); dt=p['slot_minutes']/60
    B,H,E=p.get('battery'),p.get('heat_pump'),p.get('ev') or []
    const=0; col={}; bal=[]
    for t in range(T):
        load=p['load_w'][t]/1e3; el=p['grid']['export_limit_w']/1e3; pv=p['pv_w'][t]/1e3
        xlo=-(B['discharge_limit_w']/1e3) if B else 0
        xlo=max(xlo,-load-el)
        if B and not B.get('grid_discharge',True): xlo=max(xlo,-load)
        C=B['charge_limit_w']/1e3 if B else 0
        if B and not B.get('grid_charge',True): C=min(C,pv)
        xhi=C+sum(e['max_w']/1e3 for e in E if e['from_slot']<=t<e['to_slot'])+(H['max_w']/1e3 if H else 0)
        h=hull(fpieces(p,t,xlo,xhi+1e-6))
        const+=h[0][1]
        terms=[]
        for a,b in zip(h,h[1:]):
            if b[0]-a[0]>1e-9: terms.append((m.var(0,b[0]-a[0],(b[1]-a[1])/(b[0]-a[0])),1))
        c=col[t]={'ev':{}}
        if B:
            c['bc']=m.var(0,C); c['bd']=m.var(0,B['discharge_limit_w']/1e3); c['soc']=m.var(-np.inf)
            terms+=[(c['bc'],-1),(c['bd'],1)]
        for k,e in enumerate(E):
            if e['from_slot']<=t<e['to_slot']:
                c['ev'][k]=m.var(0,e['max_w']/1e3); terms.append((c['ev'][k],-1))
        if H:
            c['h']=m.var(0,H['max_w']/1e3); c['cold']=m.var(0,np.inf,H.get('shortfall_per_kwh',20)); c['store']=m.var(-np.inf)
            terms.append((c['h'],-1))
        m.row(terms,-xlo,-xlo)
    if B: 
        ub=[(c['bc'],c['bd']) for c in col.values()]
        battery_rows(m,B,col,T,dt)
    for k,e in enumerate(E):
        mi=m.var(0,np.inf,e.get('shortfall_per_kwh',50))
        tt=[(col[t]['ev'][k],dt*e['efficiency']) for t in range(e['from_slot'],e['to_slot'])]
        m.row(tt+[(mi,1)],lower=e['energy_wh']/1e3); m.row(tt,upper=e['energy_wh']/1e3+e['min_w']/1e3*dt*e['efficiency'])
    if H:
        keep,s0=H['store_retention'],H['store_wh']/1e3; dr=s0
        for t in range(T):
            c=col[t]; m.lower[c['store']]=H['store_min_wh']/1e3
            dr=keep*dr-dt*H['heat_demand_w'][t]/1e3
            m.upper[c['store']]=max(H['store_max_wh']/1e3,dr)
            f=-dt*H['heat_demand_w'][t]/1e3
            m.row([(c['store'],1),(c['h'],-dt*H['cop'][t]),(c['cold'],-1)]+([(col[t-1]['store'],-keep)] if t else []),*([f,f] if t else [f+keep*s0]*2))
        m.cost[col[T-1]['store']]-=H['terminal_value_per_kwh']
    r=m.solve(relaxed=True); r['cost']+=const; r['columns']=col
    return r
